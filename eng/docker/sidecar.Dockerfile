FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish sidecar/GrpcExp.Sidecar.csproj -c Release -r linux-x64 -o /app

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
RUN install -d -o "$APP_UID" -m 0700 /run/grpcexp /var/lib/grpcexp
COPY --from=build /app/grpcexp-sidecar /usr/local/bin/grpcexp-sidecar
USER $APP_UID
ENTRYPOINT ["grpcexp-sidecar"]
