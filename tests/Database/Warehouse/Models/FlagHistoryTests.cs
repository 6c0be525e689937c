using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteFlagHistoryTests() : FlagHistoryTests(WarehouseEngine.Sqlite);

public sealed class PostgresFlagHistoryTests() : FlagHistoryTests(WarehouseEngine.Postgres);

public abstract class FlagHistoryTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_exported_version_of_a_flag_holds_until_the_next_that_is_known()
    {
        var flag = new FlagDefinition("checkout", "bool", false, 1, "ana", "", Monday);
        var gone = new FlagDefinition("gone", "string", true, 4, "bo", "", Monday.AddHours(1));
        await ExportAsync(flag, gone);
        await ExportAsync(flag with { Version = 3, Enabled = true, ChangedAt = Monday.AddDays(1) }, gone);
        await ExportAsync(flag with { Version = 3, Enabled = true, ChangedAt = Monday.AddDays(1) });

        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Equal(
            [
                "checkout|1|0|2026-03-02 09:00:00.000|2026-03-03 09:00:00.000|0",
                "checkout|3|1|2026-03-03 09:00:00.000||1",
                "gone|4|1|2026-03-02 10:00:00.000||0",
            ],
            await QueryAsync("select flag_key, flag_version, is_enabled, valid_from, valid_to, is_current from warehouse.dim_flags order by flag_key, flag_version"));
    }

    private Task ExportAsync(params FlagDefinition[] flags) => new DefinitionStore(Database).ReplaceAsync(new([], flags, []), Cancelled);
}
