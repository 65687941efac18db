WITH page AS (
  SELECT l.* FROM listings_listing l JOIN accounts_user a ON a.id = l.author_id
  WHERE l.kind = %(kind)s AND l.status IN ('published', 'reserved')
    AND l.audience = 'public' AND l.expires_at > now() AND a.is_active {matching}
  ORDER BY l.created_at DESC, l.public_id DESC LIMIT %(first)s::int + 1
), shown AS (
  SELECT *, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    AS written
  FROM page ORDER BY created_at DESC, public_id DESC LIMIT %(first)s::int
)
SELECT json_build_object('data', json_build_object('listings', json_build_object(
  'totalCount', (
    SELECT count(*) FROM (
      SELECT FROM listings_listing l JOIN accounts_user a ON a.id = l.author_id
      WHERE l.kind = %(kind)s AND l.status IN ('published', 'reserved')
        AND l.audience = 'public' AND l.expires_at > now() AND a.is_active {matching}
      LIMIT 1001) counted),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) > %(first)s::int FROM page),
    'endCursor', (
      SELECT translate(encode(convert_to(
        '["-created_at,-public_id", "' || written || '", "' || public_id || '"]',
        'UTF8'), 'base64'), E'+/\n', '-_')
      FROM shown ORDER BY created_at, public_id LIMIT 1)),
  'edges', (
    SELECT coalesce(json_agg(json_build_object('node', json_build_object(
      'id', encode(convert_to('Listing:' || l.public_id, 'UTF8'), 'base64'),
      'title', l.title,
      'description', l.description,
      'createdAt', l.written,
      'price', json_build_object('label', CASE l.price_kind
        WHEN 'free' THEN 'Gratuit'
        WHEN 'agreed' THEN 'Prix à convenir'
        ELSE trim(replace(CASE WHEN l.price = trunc(l.price) THEN trunc(l.price)
          ELSE l.price END::text, '.', ',') || E'\u00a0€ ' || l.price_unit) END),
      'category', json_build_object('slug', g.slug, 'name', g.name),
      'commune', json_build_object('insee', c.insee, 'name', c.name),
      'author', json_build_object('displayName', a.first_name
        || CASE WHEN a.last_initial = '' THEN '' ELSE ' ' || a.last_initial || '.' END),
      'photos', coalesce(p.photos, '[]')))
      ORDER BY l.created_at DESC, l.public_id DESC), '[]')
    FROM shown l
    JOIN accounts_user a ON a.id = l.author_id
    JOIN territory_commune c ON c.insee = l.commune_id
    JOIN listings_category g ON g.slug = l.category_id
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'url', %(site)s || '/photos/' || p.public_id || '/' || p.width || '.webp',
        'width', p.width,
        'height', p.height,
        'alt', CASE p.alt WHEN '' THEN l.title ELSE p.alt END)
        ORDER BY p.position, p.id) AS photos
      FROM listings_photo p WHERE p.listing_id = l.id) p ON TRUE))))::text
