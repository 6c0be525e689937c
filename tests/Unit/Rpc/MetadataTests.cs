using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_become_lower_case_and_are_found_in_any_case()
    {
        var metadata = new Metadata { { "X-Key", "a" }, { "x-key", "b" } };
        Assert.Equal("x-key", metadata[0].Key);
        Assert.Equal("b", metadata.GetValue("X-KEY"));
        Assert.Equal(["a", "b"], metadata.GetAll("x-key").Select(e => e.Value));
        Assert.Null(metadata.GetValue("other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData(":path")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void An_illegal_key_is_refused(string key) => Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("tab\t")]
    [InlineData("ü")]
    [InlineData("\u007f")]
    public void A_value_outside_printable_ASCII_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", value));

    [Fact]
    public void Bytes_need_a_bin_key_and_text_must_not_have_one()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", [1]));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key-bin", "text"));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", [1]).Value);
    }

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("key-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;
        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void Empty_metadata_stays_empty() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));

    [Theory]
    [InlineData("q6ur", new byte[] { 0xab, 0xab, 0xab })]
    [InlineData("q6s=", new byte[] { 0xab, 0xab })]
    [InlineData("q6s", new byte[] { 0xab, 0xab })]
    [InlineData("", new byte[0])]
    public void Received_bytes_are_read_with_and_without_padding(string value, byte[] bytes)
    {
        var metadata = new Metadata();
        MetadataCodec.AddReceived(metadata, "Data-Bin", value);
        Assert.Equal(bytes, metadata.GetValueBytes("data-bin"));
    }

    [Fact]
    public void Bytes_joined_by_a_proxy_are_taken_apart()
    {
        var metadata = new Metadata();
        MetadataCodec.AddReceived(metadata, "d-bin", "AQ==, Ag");
        Assert.Equal([[1], [2]], metadata.GetAll("d-bin").Select(e => e.ValueBytes));
    }

    [Fact]
    public void Bytes_are_written_without_padding() => Assert.Equal("q6s", MetadataCodec.Encode(new Metadata.Entry("d-bin", [0xab, 0xab])));

    [Fact]
    public void A_received_binary_value_that_is_no_base64_is_an_internal_error()
    {
        var e = Assert.Throws<RpcException>(() => MetadataCodec.AddReceived([], "d-bin", "***"));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Theory]
    [InlineData("grpc-status")]
    [InlineData("grpc-timeout")]
    [InlineData("Content-Type")]
    [InlineData(":authority")]
    public void Headers_of_the_protocol_are_not_shown_to_applications(string name)
    {
        var metadata = new Metadata();
        MetadataCodec.AddReceived(metadata, name, "1");
        Assert.Empty(metadata);
    }
}
