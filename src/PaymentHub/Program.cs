using NodaTime;
using PaymentHub.Access;
using PaymentHub.BankExchange.Channels;
using PaymentHub.Contracts;
using PaymentHub.Operator;
using PaymentHub.Storage;
using PaymentHub.Web;

switch (args)
{
    case ["hub", ..]:
        return await HubCommand.RunAsync(args[1..]);
    case ["bench", ..]:
        return await PaymentHub.Operator.Bench.BenchCommand.RunAsync(args[1..]);
    case ["contracts", ..]:
        return await ContractsCommand.RunAsync(Build, args[1..]);
    case ["first-administrator", ..]:
        return await FirstAdministrator.RunAsync(Build, args[1..]);
    case ["keys-certificate", ..]:
        return await KeysCertificate.MakeAsync(args[1..]);
}

await using var service = Build(args);
await service.RunAsync();
return 0;

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.AddLog();
    var settings = HubSettings.From(builder.Configuration);
    builder.Services.AddSingleton(settings);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(new HubClock(SystemClock.Instance));
    builder.Services.AddSingleton<IClock>(p => p.GetRequiredService<HubClock>());
    builder.Services.AddHostedService<SqlScripts>();
    if (settings.IsDemo) builder.Services.AddHostedService<StoryClockStart>();
    builder.AddHubStore(settings);
    builder.AddCapabilities();
    builder.AddApiJson();
    builder.AddAccess();
    builder.AddBankPrograms();
    builder.AddWeb();
    builder.AddOpenApiContract();
    builder.Services.AddExceptionHandler<ExceptionProblems>();
    builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = UploadLimits.MaxBytes);

    var app = builder.Build();
    app.MapWeb();
    app.MapAccess();
    app.MapUseCases();
    app.MapOpenApiContract();
    app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous();
    return app;
}
