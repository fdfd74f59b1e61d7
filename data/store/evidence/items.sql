WITH {{class_items}} SELECT class, activity FROM class_items ORDER BY class, activity
