using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>What was analysed, kept so that the analysis can be had again in full.</summary>
internal static class ExperimentInputJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // A flat prior has an infinite deviation.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new MomentsConverter(), new CovariateMomentsConverter(), new SpendingConverter(),
        },
    };

    public static string Write(ExperimentInput input) => JsonSerializer.Serialize(input, Options);

    public static ExperimentInput Read(string json) => JsonSerializer.Deserialize<ExperimentInput>(json, Options)!;

    private sealed class MomentsConverter : JsonConverter<SampleMoments>
    {
        public override SampleMoments Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = JsonSerializer.Deserialize<double[]>(ref reader, options)!;
            return new SampleMoments((long)parts[0], parts[1], parts[2]);
        }

        public override void Write(Utf8JsonWriter writer, SampleMoments value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new[] { value.Count, value.Mean, value.M2 }, options);
    }

    private sealed class SpendingConverter : JsonConverter<SpendingFunction>
    {
        private static readonly SpendingFunction[] Known = [SpendingFunction.OBrienFleming, SpendingFunction.Pocock];

        public override SpendingFunction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var name = reader.GetString();
            return Known.FirstOrDefault(known => known.Name == name) ?? throw new JsonException($"The spending function '{name}' is not known.");
        }

        public override void Write(Utf8JsonWriter writer, SpendingFunction value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }

    private sealed class CovariateMomentsConverter : JsonConverter<CovariateMoments>
    {
        public override CovariateMoments Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = JsonSerializer.Deserialize<double[]>(ref reader, options)!;
            return new CovariateMoments((long)parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
        }

        public override void Write(Utf8JsonWriter writer, CovariateMoments value, JsonSerializerOptions options) => JsonSerializer.Serialize(
            writer,
            new[] { value.Count, value.Metric.Mean, value.Covariate.Mean, value.Metric.M2, value.Covariate.M2, value.CrossM2 },
            options);
    }
}
