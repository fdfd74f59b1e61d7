-- Whose statements are a learner's: her own and those of her groups.
SELECT actor FROM membership WHERE learner = $learner ORDER BY actor
