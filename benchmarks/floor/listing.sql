SELECT json_build_object('data', json_build_object('listing', (
  SELECT json_build_object(
    'id', encode(convert_to('Listing:' || l.public_id, 'UTF8'), 'base64'),
    'code', l.code,
    'kind', upper(l.kind),
    'status', upper(l.status),
    'title', l.title,
    'description', l.description,
    'category', json_build_object(
      'id', encode(convert_to('Category:' || g.slug, 'UTF8'), 'base64'),
      'slug', g.slug,
      'name', g.name,
      'shortName', g.short_name,
      'description', g.description,
      'kinds', (SELECT json_agg(upper(k)) FROM jsonb_array_elements_text(g.kinds) AS e(k)),
      'notice', g.notice),
    'commune', json_build_object(
      'id', encode(convert_to('Commune:' || c.insee, 'UTF8'), 'base64'),
      'insee', c.insee,
      'name', c.name,
      'postcodes', regexp_split_to_array(trim(c.postcodes), '[ ,]+'),
      'population', c.population,
      'latitude', c.latitude,
      'longitude', c.longitude),
    'reachKm', l.reach_km,
    'price', json_build_object(
      'amount', l.price::text,
      'unit', l.price_unit,
      'isFree', l.price_kind = 'free',
      'label', CASE l.price_kind
        WHEN 'free' THEN 'Gratuit'
        WHEN 'agreed' THEN 'Prix à convenir'
        ELSE trim(replace(CASE WHEN l.price = trunc(l.price) THEN trunc(l.price)
          ELSE l.price END::text, '.', ',') || E'\u00a0€ ' || l.price_unit) END),
    'availability', l.availability,
    'urgent', l.urgent,
    'photos', (
      SELECT coalesce(json_agg(json_build_object(
        'id', encode(convert_to('Photo:' || p.public_id, 'UTF8'), 'base64'),
        'url', %(site)s || '/photos/' || p.public_id || '/' || p.width || '.webp',
        'width', p.width,
        'height', p.height,
        'alt', CASE p.alt WHEN '' THEN l.title ELSE p.alt END,
        'sizes', (
          SELECT json_agg(json_build_object(
            'url', %(site)s || '/photos/' || p.public_id || '/' || wide || '.webp',
            'width', wide::int,
            'height', greatest(1, round(p.height::float8 * wide::int / p.width)))
            ORDER BY place)
          FROM jsonb_array_elements_text(p.widths) WITH ORDINALITY AS w(wide, place)))
        ORDER BY p.position, p.id), '[]')
      FROM listings_photo p WHERE p.listing_id = l.id),
    'author', json_build_object(
      'displayName', a.first_name
        || CASE WHEN a.last_initial = '' THEN '' ELSE ' ' || a.last_initial || '.' END,
      'kind', upper(a.kind),
      'memberSince', (a.date_joined AT TIME ZONE 'UTC')::date),
    'createdAt',
      to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'expiresAt',
      to_char(l.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'url', %(site)s || '/annonces/' || l.code || '/' || coalesce(nullif(trim(BOTH '-_' FROM
      regexp_replace(regexp_replace(lower(normalize(l.title, NFKD)),
        '[^a-z0-9_\s-]', '', 'g'), '[-\s]+', '-', 'g')), ''), l.kind) || '/',
    'distanceKm', NULL,
    'canContact', FALSE)
  FROM listings_listing l
  JOIN accounts_user a ON a.id = l.author_id
  JOIN territory_commune c ON c.insee = l.commune_id
  JOIN listings_category g ON g.slug = l.category_id
  WHERE l.code = %(code)s AND l.status IN ('published', 'reserved')
    AND l.audience = 'public' AND l.expires_at > now() AND a.is_active)))::text
