namespace GrpcExp.Cli.Seeds;

/// <summary>Five hundred flags: one for each experiment and 450 that a company of some age has lying about.</summary>
internal static class SeedFlags
{
    public const int Count = 500;

    private static readonly string[] Teams = ["commerce", "growth", "engagement", "platform", "care"];
    private static readonly string[] Areas = ["cart", "search", "profile", "billing", "catalog", "mail", "home", "media", "support"];
    private static readonly string[] Things = ["banner", "limit", "timeout", "layout", "copy", "cache", "retry", "theme", "quota", "fallback"];

    public static IEnumerable<SeedFlag> All(ulong seed)
    {
        foreach (var experiment in SeedCatalog.All)
        {
            var variants = string.Join(",", experiment.Arms.Select(arm => $"\"{arm.Variant}\":\"{arm.Variant}\""));
            yield return new SeedFlag(
                experiment.FlagKey, "string", experiment.Owner, $"Variants of {experiment.Key}.", true, $"{{{variants}}}", "control", "control", "", 0, "");
        }

        var random = new SeedRandom(seed, "flags");
        for (var i = SeedCatalog.All.Count; i < Count; i++)
        {
            yield return Ordinary(i, random);
        }
    }

    private static SeedFlag Ordinary(int number, SeedRandom random)
    {
        var area = Areas[number % Areas.Length];
        var thing = Things[number / Areas.Length % Things.Length];
        var (type, off, on) = (number % 5) switch
        {
            0 or 1 => ("bool", "false", "true"),
            2 => ("int", $"{10 * (1 + random.Below(9))}", $"{100 * (1 + random.Below(9))}"),
            3 => ("double", $"0.{1 + random.Below(4)}", $"0.{5 + random.Below(4)}"),
            _ => ("json", $"{{\"size\":{1 + random.Below(5)}}}", $"{{\"size\":{6 + random.Below(5)}}}"),
        };
        var rollout = random.Below(3) == 0 ? 100 * (1 + random.Below(99)) : 0;
        var country = random.Below(10) == 0 ? "DE" : "";
        return new SeedFlag(
            $"{area}_{thing}_{number:000}",
            type,
            Teams[random.Below(Teams.Length)],
            $"The {thing} of {area}.",
            random.Below(12) != 0,
            $"{{\"off\":{off},\"on\":{on}}}",
            "off",
            "off",
            rollout > 0 || country.Length > 0 ? "on" : "",
            rollout,
            country);
    }
}
