-- The statements that the filters choose; without any, all there are.
chosen AS NOT MATERIALIZED (
    SELECT s.* FROM dated s
    WHERE true
      AND s.verb = $verb --? verb
      AND s.source IN (SELECT unnest($sources::INTEGER[])) --? sources
      AND s.platform = $platform --? platform
      AND s.actor IN (SELECT actor FROM membership WHERE learner IN (SELECT unnest($group::INTEGER[]))) --? group
)
