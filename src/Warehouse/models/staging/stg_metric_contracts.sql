-- grain: one row per metric, version and promise

with metric_contracts as (
  select * from {{ source('raw', 'metric_contracts') }}
),

final as (
  select metric_key, version as metric_version, 'min_value' as promise, min_value as promised
  from metric_contracts
  where min_value is not null
  union all
  select metric_key, version, 'max_value', max_value
  from metric_contracts
  where max_value is not null
  union all
  select metric_key, version, 'max_null_rate', max_null_rate
  from metric_contracts
  where max_null_rate is not null
  union all
  select metric_key, version, 'freshness_hours', cast(freshness_hours as double precision)
  from metric_contracts
  where freshness_hours is not null
)

select * from final
