-- grain: one row per kind of drift, metric, experiment or other metric or event name, and UTC day of a shift of values

with pairs as (
  select * from {{ ref('int_metric_pairs') }}
),

definitions as (
  select * from {{ ref('stg_metric_definitions') }}
),

metrics as (
  select * from {{ ref('dim_metric_registry') }}
),

anomalies as (
  select * from {{ ref('mart_anomalies') }}
),

changed_definitions as (
  select
    pairs.*,
    case when definitions.owner_team is distinct from others.owner_team then ', owner_team' else '' end ||
      case when definitions.tier is distinct from others.tier then ', tier' else '' end ||
      case when definitions.parent_metric is distinct from others.parent_metric then ', parent_metric' else '' end ||
      case when definitions.metric_type is distinct from others.metric_type then ', metric_type' else '' end ||
      case when definitions.event_name is distinct from others.event_name then ', event_name' else '' end ||
      case when definitions.value_field is distinct from others.value_field then ', value_field' else '' end ||
      case when definitions.numerator_aggregation is distinct from others.numerator_aggregation then ', numerator_aggregation' else '' end ||
      case when definitions.denominator_event_name is distinct from others.denominator_event_name then ', denominator_event_name' else '' end ||
      case when definitions.denominator_value_field is distinct from others.denominator_value_field then ', denominator_value_field' else '' end ||
      case when definitions.denominator_aggregation is distinct from others.denominator_aggregation then ', denominator_aggregation' else '' end ||
      case when definitions.filter_text is distinct from others.filter_text then ', filter_text' else '' end ||
      case when definitions.denominator_filter_text is distinct from others.denominator_filter_text then ', denominator_filter_text' else '' end ||
      case when definitions.quantile is distinct from others.quantile then ', quantile' else '' end ||
      case when definitions.threshold_count is distinct from others.threshold_count then ', threshold_count' else '' end ||
      case when definitions.attribution_window_hours is distinct from others.attribution_window_hours then ', attribution_window_hours' else '' end ||
      case when definitions.window_delay_hours is distinct from others.window_delay_hours then ', window_delay_hours' else '' end ||
      case when definitions.attribution_anchor is distinct from others.attribution_anchor then ', attribution_anchor' else '' end ||
      case when definitions.direction is distinct from others.direction then ', direction' else '' end ||
      case when definitions.cap_percentile is distinct from others.cap_percentile then ', cap_percentile' else '' end ||
      case when definitions.cap_value is distinct from others.cap_value then ', cap_value' else '' end ||
      case when definitions.missing_rule is distinct from others.missing_rule then ', missing_rule' else '' end ||
      case when definitions.minimum_effect is distinct from others.minimum_effect then ', minimum_effect' else '' end ||
      case when definitions.non_inferiority_margin is distinct from others.non_inferiority_margin then ', non_inferiority_margin' else '' end as changes
  from pairs
  inner join definitions
    on definitions.metric_key = pairs.metric_key
    and definitions.metric_version = pairs.metric_version
  inner join definitions as others
    on others.metric_key = pairs.other_key
    and others.metric_version = pairs.other_version
),

final as (
  select
    drift_kind, metric_key, counterpart, cast(null as date) as day, metric_version, cast(null as double precision) as observed,
    cast(null as double precision) as expected, cast(null as double precision) as z_score, 'warn' as severity, substr(changes, 3) as detail
  from changed_definitions
  union all
  select
    'value_shift', metrics.metric_key, metrics.event_name, anomalies.day, metrics.metric_version, anomalies.observed,
    anomalies.expected, anomalies.z_score, anomalies.severity, anomalies.detail
  from metrics
  inner join anomalies
    on anomalies.subject = metrics.event_name
    and anomalies.check_kind = 'mean_value'
  where metrics.is_newest = 1 and metrics.value_field = 'value' and anomalies.severity <> 'ok'
    and metrics.metric_type in ('mean', 'sum', 'quantile', 'ratio')
)

select * from final
