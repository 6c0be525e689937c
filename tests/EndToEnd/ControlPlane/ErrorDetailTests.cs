using System.Net;
using Google.Rpc;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Every refusal has details, also those that no code of a service gives.</summary>
[Collection(OneEmbeddedServer.Name)]
public sealed class ErrorDetailTests(EmbeddedServer fixture)
{
    [Fact]
    public async Task A_message_over_the_limit_says_so_in_its_details()
    {
        var request = new CreateFlagRequest { Reason = new string('x', 17 << 20) };

        var refusal = await Refusals.OfAsync(fixture.Flags.CreateFlagAsync(request));

        Assert.Equal((StatusCode.ResourceExhausted, "RESOURCE_EXHAUSTED"), (refusal.Code, refusal.Reason));
    }

    [Theory]
    [InlineData("grpcexp.control.v1.FlagService", "PaintFlag")]
    [InlineData("grpcexp.control.v1.TeaService", "Brew")]
    public async Task What_is_not_there_says_so_in_its_details(string service, string method)
    {
        var bytes = Marshallers.Create(data => data, data => data);
        using var call = fixture.Editor.AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes), null, default, []);

        var refusal = Refusals.Of(await Assert.ThrowsAsync<RpcException>(async () => await call));

        Assert.Equal((StatusCode.Unimplemented, "UNIMPLEMENTED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task A_deadline_that_passed_says_so_in_its_details()
    {
        // By hand: a client of gRPC would end the call itself before the server's answer is there.
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{fixture.Server.Address}/grpcexp.control.v1.FlagService/ListFlags"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        request.Content.Headers.Add("Content-Type", "application/grpc");
        request.Headers.Add("authorization", $"Bearer {ControlPlaneProcess.AdminToken}");
        request.Headers.Add("grpc-timeout", "1n");

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        var headers = response.Headers.Concat(response.TrailingHeaders).ToDictionary(header => header.Key, header => header.Value.Single());
        Assert.Equal("4", headers["grpc-status"]);
        var details = headers["grpc-status-details-bin"];
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')));
        Assert.Equal(("DEADLINE_EXCEEDED", "grpcexp"), (status.Details[0].Unpack<ErrorInfo>().Reason, status.Details[0].Unpack<ErrorInfo>().Domain));
    }

    [Fact]
    public async Task A_selection_of_models_that_are_not_there_is_a_violation_each()
    {
        using var call = new AnalysisService.AnalysisServiceClient(fixture.Editor).BuildWarehouse(
            new BuildWarehouseRequest { Select = { "no_such_model" }, Exclude = { "no_such_either" } });

        var refusal = Refusals.Of(await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (refusal.Code, refusal.Reason));
        Assert.Equal(["select", "exclude"], refusal.Fields);
    }

    [Theory]
    [InlineData("system")]
    [InlineData(" System ")]
    public async Task Nobody_gets_a_token_as_the_server_itself(string owner)
    {
        var access = new AccessService.AccessServiceClient(fixture.Server.AsAdmin());

        var refusal = await Refusals.OfAsync(access.CreateTokenAsync(new CreateTokenRequest { Owner = owner, Roles = { Role.Admin } }));

        Assert.Equal(["owner"], refusal.Fields);
    }
}
