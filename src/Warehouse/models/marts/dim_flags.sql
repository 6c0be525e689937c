-- grain: one row per flag and version that was exported

with flag_versions as (
  select * from {{ ref('stg_flag_versions') }}
),

flags as (
  select * from {{ ref('stg_flags') }}
),

final as (
  select
    flag_versions.flag_key,
    flag_versions.flag_version,
    flag_versions.flag_type,
    flag_versions.is_enabled,
    flag_versions.owner,
    flag_versions.description,
    flag_versions.changed_at as valid_from,
    lead(flag_versions.changed_at) over (partition by flag_versions.flag_key order by flag_versions.flag_version) as valid_to,
    case when flags.flag_key is null then 0 else 1 end as is_current
  from flag_versions
  left join flags
    on flags.flag_key = flag_versions.flag_key
    and flags.flag_version = flag_versions.flag_version
)

select * from final
