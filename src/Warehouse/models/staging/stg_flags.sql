-- grain: one row per flag (flag_key)

with flags as (
  select * from {{ source('raw', 'flags') }}
),

final as (
  select
    flag_key,
    flag_type,
    is_enabled,
    version as flag_version,
    owner,
    description
  from flags
)

select * from final
