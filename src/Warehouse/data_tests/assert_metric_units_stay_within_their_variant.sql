-- No metric counts more units in a variant than the variant has, and segments add up to the whole.
with metric_units as (
  select
    analysis_mode,
    experiment_key,
    metric_key,
    variant,
    segment_dimension,
    sum(unit_count) as unit_count
  from {{ ref('agg_experiment_metric_by_variant') }}
  group by analysis_mode, experiment_key, metric_key, variant, segment_dimension
),

variant_units as (
  select * from {{ ref('agg_experiment_variant_units') }}
)

select *
from metric_units
inner join variant_units
  on variant_units.analysis_mode = metric_units.analysis_mode
  and variant_units.experiment_key = metric_units.experiment_key
  and variant_units.variant = metric_units.variant
inner join metric_units as whole
  on whole.analysis_mode = metric_units.analysis_mode
  and whole.experiment_key = metric_units.experiment_key
  and whole.metric_key = metric_units.metric_key
  and whole.variant = metric_units.variant
  and whole.segment_dimension = 'all'
where metric_units.unit_count > variant_units.unit_count
  or metric_units.unit_count <> whole.unit_count
