-- grain: one row per UTC day, which ends the window

{{ config(materialized='view') }}

{{ trailing_active_units(7) }}

select * from final
