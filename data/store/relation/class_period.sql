-- In the list of classes each of the roster has a period of its own.
class_period AS (
    SELECT unnest($period_classes::INTEGER[]) AS class, unnest($period_since::TIMESTAMP[]) AS since, unnest($period_before::TIMESTAMP[]) AS before --? periods
    SELECT 0 AS class, NULL::TIMESTAMP AS since, NULL::TIMESTAMP AS before WHERE false --? !periods
)
