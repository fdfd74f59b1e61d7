SELECT source, name FROM source ORDER BY name, source
