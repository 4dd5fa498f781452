"""Stylesheets and scripts under names that hold a hash of their content, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our own modules name each other; those of packages name files they do not bring.
MODULES = (
    (r"""(?P<matched>from\s*["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"'),
    (r"""(?P<matched>import\s*["'](?P<url>\./[^"']+)["'])""", 'import "%(url)s"'),
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Before `collectstatic` has run, and for what it has not seen, the plain name."""

    manifest_strict = False
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", MODULES))

    def stored_name(self, name: str) -> str:
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
