using GrpcExp.Warehouse.Catalog;

namespace GrpcExp.Unit.Warehouse.Catalog;

public sealed class LineageLayoutTests
{
    private static readonly string[] Nodes = ["a", "b", "c", "d"];

    // a → b → c, and a → c passes b's layer; d stands alone.
    private static readonly (string From, string To)[] Edges = [("a", "b"), ("b", "c"), ("a", "c")];

    [Fact]
    public void A_node_stands_one_layer_right_of_the_last_it_reads()
    {
        var layout = new LineageLayout(Nodes, Edges);

        Assert.Equal([0, 1, 2, 0], Nodes.Select(node => layout.Place(node).Column));
        Assert.Equal((3, 2), (layout.Columns, layout.Rows));
    }

    [Fact]
    public void An_edge_has_a_place_of_its_own_in_every_layer_it_passes()
    {
        var layout = new LineageLayout(Nodes, Edges);
        var way = layout.Way(("a", "c"));

        Assert.Equal([0, 1, 2], way.Select(place => place.Column));
        Assert.Equal(1, Math.Abs(way[1].Row - layout.Place("b").Row));
    }

    [Fact]
    public void Nodes_move_to_where_their_edges_do_not_cross()
    {
        var layout = new LineageLayout(["a", "b", "x", "y"], [("a", "y"), ("b", "x")]);

        Assert.Equal(layout.Place("a").Row, layout.Place("y").Row);
        Assert.Equal(layout.Place("b").Row, layout.Place("x").Row);
    }

    [Fact]
    public void A_short_layer_is_centred() => Assert.Equal((1, 1.0), new LineageLayout(["a", "b", "c", "z"], [("a", "z"), ("b", "z"), ("c", "z")]).Place("z"));
}
