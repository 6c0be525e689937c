using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Connect;

/// <summary>The handler that reads and writes JSON, and the messages it does that with.</summary>
internal sealed record ConnectJson(RequestDelegate Handle, JsonMessages Messages);
