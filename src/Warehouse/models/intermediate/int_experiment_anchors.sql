-- grain: one row per experiment and unit that counts: from when on its events do

with units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
    and {{ key_slice('unit_id') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

final as (
  select
    experiments.shard,
    experiments.experiment_id,
    units.unit_id,
    {{ epoch_ms('units.assigned_at') }} as assigned_ms,
    coalesce({{ epoch_ms('units.first_valid_exposed_at') }}, 3000000000000000) as exposed_ms
  from units
  inner join experiments
    on experiments.experiment_key = units.experiment_key
)

select * from final
