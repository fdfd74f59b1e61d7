SELECT class, course FROM class_course ORDER BY ALL
