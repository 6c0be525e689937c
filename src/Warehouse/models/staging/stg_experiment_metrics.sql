-- grain: one row per experiment, metric and role

with experiment_metrics as (
  select * from {{ source('raw', 'experiment_metrics') }}
),

final as (
  select
    experiment_key,
    metric_key,
    role as metric_role,
    position as metric_position,
    pinned_version
  from experiment_metrics
)

select * from final
