-- `resolved` replaces every link of the body at once; `page` is the one row asked for.
WITH home AS (
  SELECT length(r.url_path) AS skipped, r.url_path
  FROM wagtailcore_site s JOIN wagtailcore_page r ON r.id = s.root_page_id
  WHERE s.is_default_site
), page AS (
  SELECT p.*, i.introduction, i.body, i.picture_id,
    substr(p.url_path, home.skipped) AS address
  FROM home, wagtailcore_page p JOIN cms_infopage i ON i.page_ptr_id = p.id
  WHERE p.url_path = rtrim(home.url_path, '/') || %(path)s AND p.live
    AND NOT EXISTS (
      SELECT FROM wagtailcore_pageviewrestriction v
      JOIN wagtailcore_page closed ON closed.id = v.page_id
      WHERE starts_with(p.path, closed.path))
), resolved AS (
  SELECT string_agg(CASE WHEN place = 1 THEN piece
    ELSE CASE WHEN t.id IS NULL THEN '<a'
      ELSE '<a href=\"' || %(site)s || substr(t.url_path, home.skipped) || '\"' END
      || substr(piece, strpos(piece, '>')) END, '' ORDER BY place)::json AS body
  FROM home, page
  CROSS JOIN LATERAL regexp_split_to_table(
    page.body::text, '<a linktype=\\"page\\" id=\\"') WITH ORDINALITY AS s(piece, place)
  LEFT JOIN wagtailcore_page t
    ON t.live AND t.id = CASE WHEN s.place > 1 THEN split_part(s.piece, '\', 1)::int END
), blocks AS (
  SELECT block, block->>'type' AS type, block->'value' AS value, place,
    translate(encode(convert_to(
      'Block:' || page.translation_key || ':' || (block->>'id'), 'UTF8'), 'base64'),
      E'\n', '') AS id
  FROM page, resolved, json_array_elements(resolved.body) WITH ORDINALITY AS b(block, place)
)
SELECT json_build_object('data', json_build_object('page', (SELECT json_build_object(
  '__typename', 'InfoPage',
  'id', encode(convert_to('InfoPage:' || page.translation_key, 'UTF8'), 'base64'),
  'title', page.title,
  'path', page.address,
  'url', %(site)s || page.address,
  'introduction', page.introduction,
  'seoTitle', CASE page.seo_title WHEN '' THEN page.title ELSE page.seo_title END,
  'seoDescription', CASE page.search_description WHEN '' THEN page.introduction
    ELSE page.search_description END,
  'publishedAt', to_char(
    page.first_published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
  'updatedAt', to_char(
    page.last_published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
  'breadcrumbs', (
    SELECT coalesce(json_agg(json_build_object(
      'title', above.title, 'path', substr(above.url_path, home.skipped))
      ORDER BY above.path), '[]')
    FROM wagtailcore_page above, home
    WHERE above.path IN (SELECT left(page.path, n)
        FROM generate_series(8, length(page.path) - 4, 4) n) AND above.live),
  'picture', (
    SELECT json_build_object('alt', i.alt_text, 'medium', json_build_object(
      'url', %(site)s || '/media/' || r.file, 'width', r.width, 'height', r.height))
    FROM cms_editorialimage i JOIN cms_editorialrendition r ON r.image_id = i.id
      AND r.filter_spec = 'width-800|format-webp' WHERE i.id = page.picture_id),
  'body', (SELECT json_agg(CASE type
    WHEN 'heading' THEN json_build_object('__typename', 'HeadingBlock',
      'id', id, 'blockType', type,
      'level', (value->>'level')::int, 'text', value->'text')
    WHEN 'paragraph' THEN json_build_object('__typename', 'ParagraphBlock',
      'id', id, 'blockType', type, 'html', value)
    WHEN 'list' THEN json_build_object('__typename', 'ListBlock',
      'id', id, 'blockType', type, 'ordered', value->'ordered', 'items', (
        SELECT json_agg(json_build_object('html', item))
        FROM json_array_elements(value->'items') item))
    WHEN 'callout' THEN json_build_object('__typename', 'CalloutBlock',
      'id', id, 'blockType', type,
      'tone', upper(value->>'tone'), 'title', value->'title', 'html', value->'text')
    WHEN 'faq' THEN json_build_object('__typename', 'FaqBlock',
      'id', id, 'blockType', type, 'items', (
        SELECT json_agg(json_build_object('question', item->'question',
          'answer', json_build_object('html', item->'answer')))
        FROM json_array_elements(value->'items') item))
    WHEN 'document' THEN json_build_object('__typename', 'DocumentBlock',
      'id', id, 'blockType', type,
      'title', value->'title', 'description', value->'description', 'document', (
        SELECT json_build_object('title', d.title,
          'url', %(site)s || '/documents/' || d.id || '/' || substr(d.file, 11),
          'size', d.file_size, 'type', lower(substring(d.file FROM '[^.]*$')))
        FROM cms_editorialdocument d WHERE d.id = (value->>'document')::int))
    WHEN 'table' THEN json_build_object('__typename', 'TableBlock',
      'id', id, 'blockType', type, 'header', value->'header', 'rows', value->'rows')
    WHEN 'image' THEN json_build_object('__typename', 'ImageBlock',
      'id', id, 'blockType', type,
      'alt', CASE WHEN (value->>'decorative')::bool THEN '' ELSE value->>'alt_text' END,
      'image', (
        SELECT json_build_object('alt', i.alt_text, 'medium', json_build_object(
          'url', %(site)s || '/media/' || r.file, 'width', r.width, 'height', r.height))
        FROM cms_editorialimage i JOIN cms_editorialrendition r ON r.image_id = i.id
          AND r.filter_spec = 'width-800|format-webp'
        WHERE i.id = (value->>'image')::int))
    WHEN 'cta' THEN json_build_object('__typename', 'CallToActionBlock',
      'id', id, 'blockType', type,
      'label', value->'label', 'destination', upper(value->>'kind'),
      'category', nullif(value->>'category', ''),
      'url', %(site)s || CASE value->>'kind'
        WHEN 'offer' THEN '/je-propose-mon-aide/?'
        WHEN 'need' THEN '/j-ai-besoin-d-aide/?'
        ELSE '/annonces/?kind=' || rtrim(value->>'kind', 's') || '&' END
        || 'category=' || (value->>'category'))
    WHEN 'listings' THEN json_build_object('__typename', 'ListingsBlock',
      'id', id, 'blockType', type,
      'title', value->'title', 'kind', upper(value->>'kind'),
      'category', nullif(value->>'category', ''), 'listings', (
        SELECT coalesce(json_agg(json_build_object(
          'id', encode(convert_to('Listing:' || l.public_id, 'UTF8'), 'base64'),
          'title', l.title,
          'createdAt', to_char(
            l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
          'price', json_build_object('label', CASE l.price_kind
            WHEN 'free' THEN 'Gratuit'
            WHEN 'agreed' THEN 'Prix à convenir'
            ELSE trim(replace(CASE WHEN l.price = trunc(l.price) THEN trunc(l.price)
              ELSE l.price END::text, '.', ',') || E'\u00a0€ ' || l.price_unit) END),
          'commune', json_build_object('name', c.name),
          'author', json_build_object('displayName', l.first_name || CASE
            WHEN l.last_initial = '' THEN '' ELSE ' ' || l.last_initial || '.' END))
          ORDER BY l.created_at DESC, l.public_id DESC), '[]')
        FROM (
          SELECT l.*, a.first_name, a.last_initial
          FROM listings_listing l JOIN accounts_user a ON a.id = l.author_id
          WHERE l.kind = value->>'kind' AND l.status IN ('published', 'reserved')
            AND l.category_id = value->>'category' AND l.audience = 'public'
            AND l.expires_at > now() AND a.is_active
          ORDER BY l.created_at DESC, l.public_id DESC LIMIT (value->>'count')::int
        ) l JOIN territory_commune c ON c.insee = l.commune_id))
    END ORDER BY place) FROM blocks))
  FROM page)))::text
