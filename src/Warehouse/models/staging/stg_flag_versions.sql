-- grain: one row per flag and version that was exported

with flag_versions as (
  select * from {{ source('raw', 'flag_versions') }}
),

final as (
  select
    flag_key,
    version as flag_version,
    flag_type,
    is_enabled,
    owner,
    description,
    changed_at
  from flag_versions
)

select * from final
