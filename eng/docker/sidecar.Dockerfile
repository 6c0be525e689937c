FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish sidecar/GrpcExp.Sidecar.csproj -c Release -r linux-x64 -o /app && mkdir /empty

# No shell and no package manager: what is not there cannot be used against the service beside it.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
COPY --from=build /app/grpcexp-sidecar /usr/local/bin/grpcexp-sidecar
COPY --from=build --chown=$APP_UID:$APP_UID /empty /run/grpcexp
COPY --from=build --chown=$APP_UID:$APP_UID /empty /var/lib/grpcexp
USER $APP_UID
ENTRYPOINT ["/usr/local/bin/grpcexp-sidecar"]
