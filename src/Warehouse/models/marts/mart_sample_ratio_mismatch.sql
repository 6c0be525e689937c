-- grain: one row per analysed experiment and variant

with scorecards as (
  select * from {{ source('computed', 'fct_experiment_scorecards') }}
),

variant_units as (
  select * from {{ ref('agg_experiment_variant_units') }}
),

final as (
  select
    scorecards.experiment_key,
    scorecards.analysis_mode,
    variant_units.variant,
    variant_units.variant_position,
    variant_units.unit_count,
    variant_units.expected_share * scorecards.unit_count as expected_unit_count,
    variant_units.expected_share,
    scorecards.srm_chi_squared as chi_squared,
    scorecards.srm_df as degrees_of_freedom,
    scorecards.srm_p_value as p_value,
    scorecards.srm_severity as severity
  from scorecards
  inner join variant_units
    on variant_units.experiment_key = scorecards.experiment_key
    and variant_units.analysis_mode = scorecards.analysis_mode
)

select * from final
