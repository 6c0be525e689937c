using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GrpcExp.Load;

/// <summary>What the command line asks for.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Rate">Lookups a second, 1 to 1,000,000; default 5,000.</param>
/// <param name="Seconds">Length of the counted stretch, 1 to 600; default 15.</param>
internal sealed record LoadOptions(string Scenario, int Rate, int Seconds)
{
    private static readonly string[] Scenarios = ["uds", "grpc-uds"];

    public static bool TryParse(string[] args, [NotNullWhen(true)] out LoadOptions? options, out string problem)
    {
        options = null;
        problem = "";
        if (args is not [var scenario, .. var rest] || !Scenarios.Contains(scenario))
        {
            problem = $"The scenario must be one of: {string.Join(", ", Scenarios)}.";
            return false;
        }

        var parsed = new LoadOptions(scenario, 5000, 15);
        for (var i = 0; i < rest.Length; i += 2)
        {
            var limit = rest[i] switch { "--rate" => 1_000_000, "--seconds" => 600, _ => 0 };
            if (limit == 0 || i + 1 == rest.Length || !int.TryParse(rest[i + 1], CultureInfo.InvariantCulture, out var value) || value < 1 || value > limit)
            {
                problem = limit == 0 ? $"'{rest[i]}' is not an option." : $"{rest[i]} takes a whole number from 1 to {limit}.";
                return false;
            }

            parsed = rest[i] == "--rate" ? parsed with { Rate = value } : parsed with { Seconds = value };
        }

        options = parsed;
        return true;
    }
}
