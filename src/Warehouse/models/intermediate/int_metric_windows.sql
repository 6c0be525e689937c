-- grain: one row per experiment, source and stretch of time in which no metric tells events apart

with inputs as (
  select * from {{ ref('int_metric_inputs') }}
  where part <> 'covariate'
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

-- Time after the assignment begins at 0; time after the exposure begins before it, where events of the unexposed lie too.
edges as (
  select experiment_id, source_id, attribution_anchor, from_hours from inputs
  union
  select experiment_id, source_id, attribution_anchor, to_hours as from_hours from inputs
  where to_hours is not null
  union
  select experiment_id, source_id, 'assignment' as attribution_anchor, 0 as from_hours from inputs
  union
  select experiment_id, source_id, 'exposure' as attribution_anchor, -1000000000 as from_hours from inputs
),

stretches as (
  select
    edges.*,
    lead(from_hours, 1, 1000000000) over (partition by experiment_id, source_id, attribution_anchor order by from_hours) as to_hours
  from edges
),

-- Every event falls into one window of its source; a metric sums the windows that lie in its own. So metrics share the scan.
windows as (
  select
    assigned.experiment_id,
    assigned.source_id,
    assigned.from_hours,
    assigned.to_hours,
    exposed.from_hours as exposed_from_hours,
    exposed.to_hours as exposed_to_hours
  from stretches as assigned
  inner join stretches as exposed
    on exposed.experiment_id = assigned.experiment_id
    and exposed.source_id = assigned.source_id
  where assigned.attribution_anchor = 'assignment'
    and exposed.attribution_anchor = 'exposure'
),

final as (
  select
    cast(row_number() over (order by windows.experiment_id, source_id, from_hours, exposed_from_hours) as integer) as window_id,
    windows.*,
    cast(from_hours as bigint) * 3600000 as from_ms,
    cast(to_hours as bigint) * 3600000 as to_ms,
    cast(exposed_from_hours as bigint) * 3600000 as exposed_from_ms,
    cast(exposed_to_hours as bigint) * 3600000 as exposed_to_ms,
    coalesce({{ epoch_ms('experiments.ended_at') }}, 9000000000000000) as ended_ms
  from windows
  inner join experiments
    on experiments.experiment_id = windows.experiment_id
  where exists (select 1 from inputs where {{ sums_window() }})
)

select * from final
