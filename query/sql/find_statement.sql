WITH {{record}} --? !everyone
SELECT seq FROM record WHERE id = $id::UUID --? !everyone
SELECT seq FROM statement WHERE id = $id::UUID --? everyone
