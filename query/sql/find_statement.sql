SELECT seq FROM statement
WHERE id = $id::UUID
  AND place IN (SELECT place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[]))) --? !everyone
