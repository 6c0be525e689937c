using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Cli.Seeds;

/// <summary>The seed files as the messages that the control plane takes.</summary>
internal sealed class SeedMessages(string folder)
{
    /// <summary>The metric registry.</summary>
    public IEnumerable<Metric> Metrics() => Read("metric_definitions.csv", row => new Metric
    {
        Key = row["key"],
        Description = row["description"],
        OwnerTeam = row["owner_team"],
        Tier = Word<MetricTier>(row["tier"]),
        ParentMetric = row["parent_metric"],
        Type = Word<MetricType>(row["type"]),
        EventName = row["event_name"],
        Direction = Word<MetricDirection>(row["direction"]),
        AttributionWindowHours = row.Int("attribution_window_hours"),
        AttributionStart = AttributionStart.Assignment,
        CapPercentile = row.Double("cap_percentile"),
        MissingValueRule = Word<MissingValueRule>(row["missing_value_rule"]),
        MinimumEffect = row.Double("minimum_effect"),
    });

    /// <summary>All flags.</summary>
    public IEnumerable<Flag> Flags() => Read("flags.csv", Flag);

    /// <summary>All experiments and what becomes of them.</summary>
    public IEnumerable<SeedLifecycle> Experiments() => Read("experiments.csv", row => new SeedLifecycle(
        Experiment(row),
        Word<ExperimentState>(row["state"]),
        row.Time("started_at"),
        row.Time("ended_at"),
        row["decision"] is { Length: > 0 } decision ? Word<Decision>(decision) : Decision.Unspecified,
        row["shipped_variant"]));

    /// <summary>Assignment rows as they are, defects and all.</summary>
    public IEnumerable<Assignment> Assignments() => Read("assignments.csv", row =>
    {
        var assignment = new Assignment
        {
            EventId = row["event_id"],
            ExperimentKey = row["experiment_key"],
            FlagKey = row["flag_key"],
            UnitId = row["unit_id"],
            Variant = row["variant"],
            Bucket = row.Int("bucket"),
            AssignTime = row.Time("assigned_at")?.ToTimestamp(),
        };
        foreach (var attribute in new[] { "country", "platform", "segment" })
        {
            assignment.Attributes.Add(attribute, row[attribute]);
        }

        return assignment;
    });

    /// <summary>How many of the events are exposures.</summary>
    public long ExposureRows() =>
        File.ReadLines(Path.Combine(folder, "events.csv")).LongCount(line => line.Contains($",{SeedEvent.ExposureName},", StringComparison.Ordinal));

    /// <summary>The exposures among the events.</summary>
    public IEnumerable<Exposure> Exposures() => Read("events.csv", row => row["event_name"] != SeedEvent.ExposureName ? null : new Exposure
    {
        EventId = row["event_id"],
        ExperimentKey = row["experiment_key"],
        FlagKey = row["flag_key"],
        UnitId = row["unit_id"],
        Variant = row["variant"],
        ExposeTime = row.Time("occurred_at")?.ToTimestamp(),
    }).OfType<Exposure>();

    /// <summary>The other events.</summary>
    public IEnumerable<Event> Outcomes() => Read("events.csv", row =>
    {
        if (row["event_name"] == SeedEvent.ExposureName)
        {
            return null;
        }

        var outcome = new Event
        {
            EventId = row["event_id"],
            UnitId = row["unit_id"],
            EventName = row["event_name"],
            EventTime = row.Time("occurred_at")?.ToTimestamp(),
        };
        if (row["value"].Length > 0)
        {
            outcome.Value = row.Double("value");
        }

        return outcome;
    }).OfType<Event>();

    private static Flag Flag(SeedTable row)
    {
        var flag = new Flag
        {
            Key = row["key"],
            Type = Word<FlagType>(row["type"]),
            Owner = row["owner"],
            Description = row["description"],
            Enabled = row["enabled"] == "true",
            DefaultVariant = row["default_variant"],
            OffVariant = row["off_variant"],
        };
        using var variants = JsonDocument.Parse(row["variants"]);
        foreach (var variant in variants.RootElement.EnumerateObject())
        {
            flag.Variants.Add(new Variant { Key = variant.Name, Value = Value(flag.Type, variant.Value) });
        }

        if (row["target_country"] is { Length: > 0 } country)
        {
            flag.Rules.Add(new Rule { Key = "country", Condition = InCountry(country), Variant = row["rollout_variant"] });
        }

        if (row.Int("rollout_basis_points") is > 0 and var size)
        {
            var allocation = new VariantAllocation { Variant = row["rollout_variant"], Ranges = { new BucketRange { Start = 0, End = size } } };
            flag.Rules.Add(new Rule { Key = "rollout", Split = new Split { Allocations = { allocation } } });
        }

        return flag;
    }

    private static Condition InCountry(string country) => new()
    {
        Attribute = new AttributeCondition
        {
            Attribute = "country",
            Operator = Operator.Equals,
            Values = { new AttributeValue { StringValue = country } },
        },
    };

    private static FlagValue Value(FlagType type, JsonElement value) => type switch
    {
        FlagType.Bool => new FlagValue { BoolValue = value.GetBoolean() },
        FlagType.Int => new FlagValue { IntValue = value.GetInt64() },
        FlagType.Double => new FlagValue { DoubleValue = value.GetDouble() },
        FlagType.Json => new FlagValue { JsonValue = value.GetRawText() },
        _ => new FlagValue { StringValue = value.GetString() },
    };

    private static Experiment Experiment(SeedTable row)
    {
        var experiment = new Experiment
        {
            Key = row["key"],
            FlagKey = row["flag_key"],
            Hypothesis = row["hypothesis"],
            Owner = row["owner"],
            PrimaryMetric = row["primary_metric"],
            TrafficBasisPoints = row.Int("traffic_basis_points"),
            LayerKey = row["layer_key"],
            AnalysisMode = Word<AnalysisMode>(row["analysis_mode"]),
            PowerPlan = new PowerPlan
            {
                MinimumDetectableEffect = row.Double("minimum_detectable_effect"),
                PlannedUnits = row.Int("planned_units"),
                PlannedDays = row.Int("planned_days"),
            },
        };
        experiment.GuardrailMetrics.Add(row.List("guardrail_metrics"));
        experiment.SecondaryMetrics.Add(row.List("secondary_metrics"));
        foreach (var (variant, index) in row.List("variants").Select((text, index) => (text.Split('='), index)))
        {
            experiment.Variants.Add(new ExperimentVariant
            {
                Variant = variant[0],
                Control = index == 0,
                WeightBasisPoints = int.Parse(variant[1], System.Globalization.CultureInfo.InvariantCulture),
            });
        }

        if (row["layer_slice"].Split('-') is [var start, var end])
        {
            experiment.LayerSlice.Add(new BucketRange
            {
                Start = int.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
                End = int.Parse(end, System.Globalization.CultureInfo.InvariantCulture),
            });
        }

        return experiment;
    }

    // north_star is NorthStar in the generated enums.
    private static T Word<T>(string text)
        where T : struct, System.Enum =>
        System.Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private IEnumerable<T> Read<T>(string file, Func<SeedTable, T> read) => SeedTable.Read(Path.Combine(folder, file), read);
}
