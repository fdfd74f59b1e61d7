SELECT load, started, finished, receipt FROM load WHERE finished IS NOT NULL ORDER BY load DESC
