using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Unit.Warehouse.Dialects;

public sealed class CitusStatementsTests
{
    [Theory]
    [InlineData("unit_id", "select create_distributed_table('warehouse_next.m', 'unit_id')")]
    [InlineData("reference", "select create_reference_table('warehouse_next.m')")]
    public void A_table_is_spread_as_its_yml_states(string stated, string sql)
    {
        var distribution = Distribution.Parse(stated)!;

        Assert.Equal(sql, CitusStatements.Distribute("warehouse_next.m", distribution));
        Assert.Equal(stated, distribution.ToString());
    }

    [Fact]
    public void What_a_yml_does_not_state_is_not_spread() => Assert.Null(Distribution.Parse(null));
}
