-- Items bring media: pictures in their texts, a map to point at.
-- JSON {name: {digest, type, size}}, the files themselves by digest in blobs/.
-- A package's media stand among its files in the same shape.
ALTER TABLE item ADD COLUMN files TEXT NOT NULL DEFAULT '{}';
