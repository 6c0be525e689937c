using GrpcExp.Cli.ApiReference;

namespace GrpcExp.Unit.Cli.ApiReference;

/// <summary>The reference of all calls says what the contracts say.</summary>
public sealed class ApiReferenceTests
{
    [Fact]
    public void The_reference_in_the_docs_is_that_of_the_contracts()
    {
        var text = ApiReferenceText.Of(BuiltContracts.Files, ProtoComments.ReadAll(Checkout.PathOf("protos/grpcexp")));
        Assert.True(text == File.ReadAllText(Checkout.PathOf("docs/api.md")), "docs/api.md is not that of the contracts: write it anew with './grpcexp docs api --out docs/api.md'.");
    }

    [Fact]
    public void Every_element_has_its_comment()
    {
        var comments = ProtoComments.ReadAll(Checkout.PathOf("protos/grpcexp"));
        string[] names =
        [
            .. BuiltContracts.Files.SelectMany(file => file.Services).SelectMany(service => service.Methods.Select(method => method.FullName).Append(service.FullName)),
            .. BuiltContracts.Files.SelectMany(file => file.MessageTypes).SelectMany(message => message.Fields.InDeclarationOrder().Select(field => field.FullName).Append(message.FullName)),
            .. BuiltContracts.Files.SelectMany(file => file.EnumTypes).SelectMany(one => one.Values.Select(value => $"{one.FullName}.{value.Name}").Append(one.FullName)),
        ];
        Assert.True(names.Length > 500, "the contracts are found");
        Assert.DoesNotContain(names, name => comments.Of(name).Length == 0);
    }

    [Fact]
    public void A_comment_belongs_to_what_stands_right_below_it()
    {
        var comments = new ProtoComments();
        comments.Read("""
            // Of the file.

            package a.v1;

            // A thing
            // of two lines.
            message Thing {
              // Its name.
              string name = 1;
              // The choice.
              oneof kind {
                // This.
                repeated Other this = 2;
                map<string, int32> bare = 3;
              }
              // Empty.
              message Inner {}
              // After it.
              optional double after = 4;
            }
            """);

        Assert.Equal("A thing of two lines.", comments.Of("a.v1.Thing"));
        Assert.Equal(["Its name.", "This.", "", "After it."], new[] { "name", "this", "bare", "after" }.Select(field => comments.Of($"a.v1.Thing.{field}")));
        Assert.Equal("Empty.", comments.Of("a.v1.Thing.Inner"));
    }
}
