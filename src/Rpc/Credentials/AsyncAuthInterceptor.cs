namespace Grpc.Core;

/// <summary>Adds credentials, such as a bearer token, to the headers of a call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
