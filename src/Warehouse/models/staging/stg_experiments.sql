-- grain: one row per experiment (experiment_key)

with experiments as (
  select * from {{ source('raw', 'experiments') }}
),

final as (
  select
    experiment_key,
    cast(row_number() over (order by experiment_key) as integer) as experiment_id,
    cast((row_number() over (order by experiment_key) - 1) * {{ var('shards') }} / count(*) over () as integer) as shard,
    flag_key,
    state,
    owner,
    hypothesis,
    control_variant,
    analysis_mode,
    alpha,
    planned_units as planned_unit_count,
    started_at,
    ended_at,
    decision
  from experiments
)

select * from final
