FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/ControlPlane/GrpcExp.ControlPlane.csproj -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
EXPOSE 5050 5080
ENTRYPOINT ["dotnet", "GrpcExp.ControlPlane.dll"]
