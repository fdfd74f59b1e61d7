WITH {{class_sums}}
SELECT coalesce(max(learners), 0), coalesce(max(statements), 0), max(newest) FROM class_sums WHERE class = 0
