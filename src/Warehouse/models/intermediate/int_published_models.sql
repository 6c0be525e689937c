-- grain: one row per model that was ever published, with the build that published it last

{{ config(materialized='view') }}

with builds as (
  select * from {{ source('meta', 'builds') }}
),

build_models as (
  select * from {{ source('meta', 'build_models') }}
),

numbered_runs as (
  select
    build_models.*,
    builds.finished_at,
    builds.watermark_at,
    row_number() over (partition by build_models.model order by builds.build_id desc) as run_age
  from build_models
  inner join builds
    on builds.build_id = build_models.build_id
  where builds.is_published = 1
),

newest_builds as (
  select is_published from builds
  order by build_id desc
  limit 1
),

final as (
  select
    numbered_runs.model,
    numbered_runs.finished_at as built_at,
    numbered_runs.row_count,
    numbered_runs.elapsed_ms / 1000 as elapsed_seconds,
    numbered_runs.watermark_at,
    newest_builds.is_published as is_newest_published
  from numbered_runs
  cross join newest_builds
  where numbered_runs.run_age = 1
)

select * from final
