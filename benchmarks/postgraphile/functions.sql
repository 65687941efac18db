-- What the product calls live and public. One branch for each status, so that the
-- feed's index gives the order that is asked for.
CREATE SCHEMA IF NOT EXISTS bench_postgraphile;
CREATE OR REPLACE FUNCTION bench_postgraphile.live_listings(
  wanted_kind text, wanted_category text DEFAULT NULL, wanted_words text DEFAULT NULL
) RETURNS SETOF public.listings_listing LANGUAGE sql STABLE AS $$
  SELECT l.* FROM public.listings_listing l
    JOIN public.accounts_user a ON a.id = l.author_id
  WHERE l.kind = wanted_kind AND l.status = 'published' AND l.audience = 'public'
    AND l.expires_at > now() AND a.is_active
    AND (wanted_category IS NULL OR l.category_id = wanted_category)
    AND (wanted_words IS NULL OR
      l.search_vector @@ wanted_words::tsquery)
  UNION ALL
  SELECT l.* FROM public.listings_listing l
    JOIN public.accounts_user a ON a.id = l.author_id
  WHERE l.kind = wanted_kind AND l.status = 'reserved' AND l.audience = 'public'
    AND l.expires_at > now() AND a.is_active
    AND (wanted_category IS NULL OR l.category_id = wanted_category)
    AND (wanted_words IS NULL OR
      l.search_vector @@ wanted_words::tsquery)
$$;
COMMENT ON FUNCTION bench_postgraphile.live_listings IS
  '@behavior +resource:connection:order +order +orderBy';
COMMENT ON COLUMN public.listings_listing.created_at IS '@behavior +orderBy';
CREATE OR REPLACE FUNCTION bench_postgraphile.live_page(address text)
RETURNS public.wagtailcore_page LANGUAGE sql STABLE AS $$
  SELECT p.* FROM public.wagtailcore_page p WHERE p.url_path = address AND p.live
$$;
