-- grain: one row per UTC day, which ends the window

{{ config(materialized='view') }}

{{ trailing_active_units(var('mau_days')) }}

select * from final
