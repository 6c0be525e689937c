using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Tests;

/// <summary>Requests over the flags and attributes of a <see cref="GeneratedConfiguration"/>.</summary>
internal static class GeneratedCases
{
    /// <summary>Different plain unit ids.</summary>
    public const int Units = 20_000;

    public static readonly string[] Countries = ["DE", "FR", "ES", "PL", "US"];

    /// <summary>Passed long before any run.</summary>
    public static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Not reached by any run.</summary>
    public static readonly DateTimeOffset Future = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes requests; the same seed makes the same ones for ever.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="flags">Flags of the configuration; one key more is asked for.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<EvaluateRequest> Requests(int seed, int flags, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var request = new EvaluateRequest
            {
                FlagKey = $"flag-{random.Next(flags + 1)}",
                Context = new EvaluationContext { UnitId = Unit(random) },
                ExpectedType = random.Next(10) == 0 ? (FlagType)random.Next(1, 6) : FlagType.Unspecified,
                SuppressExposure = true,
            };
            Fill(request.Context, random);
            yield return request;
        }
    }

    /// <summary>A unit id: mostly plain, some empty, long, or of other letters.</summary>
    public static string Unit(Random random) => random.Next(50) switch
    {
        0 => "",
        1 => new string('x', random.Next(400, 502)),
        2 => $"użytkownik-{random.Next(Units)}",
        3 => $"💡:{random.Next(Units)}\n",
        _ => $"unit-{random.Next(Units)}",
    };

    public static DateTimeOffset Moment(Random random) => Past.AddHours(random.Next(24 * 365));

    public static string Version(Random random) =>
        $"{random.Next(3)}.{random.Next(3)}.{random.Next(3)}{(random.Next(3) == 0 ? $"-rc.{random.Next(3)}" : "")}{(random.Next(4) == 0 ? "+build" : "")}";

    private static void Fill(EvaluationContext context, Random random)
    {
        Add("country", () => new AttributeValue { StringValue = Countries[random.Next(Countries.Length)] });
        Add("mail", () => new AttributeValue { StringValue = $"{(char)('a' + random.Next(26))}nna@example.{(random.Next(2) == 0 ? "com" : "org")}" });
        Add("roles", () => new AttributeValue { ListValue = new StringList { Values = { new[] { "viewer", "editor", "auditor" }.Take(random.Next(4)) } } });
        Add("age", () => random.Next(2) == 0 ? new AttributeValue { IntValue = random.Next(100) } : new AttributeValue { DoubleValue = random.Next(1_000) / 10.0 });
        Add("score", () => new AttributeValue { DoubleValue = random.Next(20) == 0 ? double.NaN : random.Next(100) });
        Add("staff", () => new AttributeValue { BoolValue = random.Next(2) == 0 });
        Add("version", () => new AttributeValue { StringValue = random.Next(10) == 0 ? "not a version" : Version(random) });
        Add("since", () => random.Next(3) == 0
            ? new AttributeValue { StringValue = Moment(random).ToString("O", System.Globalization.CultureInfo.InvariantCulture) }
            : new AttributeValue { TimestampValue = Timestamp.FromDateTimeOffset(Moment(random)) });

        void Add(string name, Func<AttributeValue> make)
        {
            if (random.Next(3) > 0)
            {
                context.Attributes[name] = make();
            }
        }
    }
}
