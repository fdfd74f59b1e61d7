SELECT raisedhands, VisITedResources, AnnouncementsView, Discussion, Class
FROM read_csv('{folder}/xAPI-Edu-Data.csv', header = true, auto_detect = true)
