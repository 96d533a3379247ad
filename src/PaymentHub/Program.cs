using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;
using Serilog;
using Serilog.Events;

if (args is ["hub", ..]) return await PaymentHub.Operator.HubCommand.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Services.AddSerilog((_, log) => log
    .MinimumLevel.Information()
    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
    .MinimumLevel.Override("Wolverine", LogEventLevel.Warning)
    .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
    .MinimumLevel.Override("System", LogEventLevel.Warning)
    .MinimumLevel.Override("Marten", LogEventLevel.Warning)
    .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture));
var settings = HubSettings.From(builder.Configuration);
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(new HubClock(SystemClock.Instance));
builder.Services.AddSingleton<IClock>(p => p.GetRequiredService<HubClock>());
builder.Services.AddHostedService<SqlScripts>();
if (settings.IsDemo) builder.Services.AddHostedService<StoryClockStart>();
builder.AddHubStore(settings);
builder.Services.AddSingleton(ReferenceData.Load());
builder.Services.AddSingleton<RateBooks>();
builder.Services.AddHostedService<LoadRates>();
builder.Services.AddSingleton<RawFiles>();
builder.Services.AddScoped<ActOnBatches>();
builder.Services.AddSingleton<DecideAccess>(p => p.GetRequiredService<AccessStreams>().DecideAsync);
builder.Services.AddSingleton<AccessStreams>();
builder.Services.ConfigureHttpJsonOptions(o =>
{
    o.SerializerOptions.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
    o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
});
builder.AddAccess();
builder.AddWeb();
builder.Services.AddExceptionHandler<ExceptionProblems>();
builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = UploadLimits.MaxBytes);

var app = builder.Build();
app.MapWeb();
app.MapAccess();
app.MapUseCases();
app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous();
await app.RunAsync();
return 0;
