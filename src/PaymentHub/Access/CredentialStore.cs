using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace PaymentHub.Access;

/// <summary>
/// Credentials and cookie keys, the only data behind EF Core. <c>ops/db/010_access.sql</c> and <c>012_…</c> make the
/// tables: when this model changes, a script changes them with it.
/// </summary>
public sealed class CredentialStore(DbContextOptions<CredentialStore> options)
    : IdentityUserContext<HubUser>(options), IDataProtectionKeyContext
{
    public const string Schema = "access";

    /// <summary>Keys that protect cookies and bearer tokens; kept here so that both survive a restart.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.Entity<HubUser>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.DisplayName).HasMaxLength(200);
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<string>>().ToTable("user_passkeys");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
    }
}
