//! Whose credentials go to which server: given, minted from a shared secret, or part of the server list.

use super::super::given::{Source, secret as read_secret};
use super::super::{Context, Failure};
use super::options::Asked;
use crate::candidate::rest::{Examination, examine, mint};
use crate::candidate::secret::Secret;
use crate::candidate::servers::{IceServer, ServersError};
use crate::net::clock;
use crate::probe::client::Credentials;

/// What the options say about credentials.
pub(super) struct Given {
    own: Option<Credentials>,
    secret: Option<String>,
    realm: Option<String>,
}

impl Given {
    /// Reads files and variables, and mints a credential where a secret was given without one.
    ///
    /// # Errors
    /// When a part is missing, empty or unreadable.
    pub(super) fn read(args: &Asked<'_>, context: &mut Context<'_>) -> Result<Self, Failure> {
        let secret = match &args.from.secret_file {
            Some(path) => Some(read_secret(Source::File(path), context)?),
            None => None,
        };
        let password = match (&args.from.credential_file, &args.from.credential) {
            (Some(path), _) => Some(read_secret(Source::File(path), context)?),
            (None, Some(given)) => match given.0.strip_prefix("env:") {
                Some(name) => Some(read_secret(Source::Variable(name), context)?),
                None => {
                    let warning = "warning: `--credential` on the command line shows to every process; use `env:NAME`";
                    (context.notice)(warning);
                    Some(given.0.clone())
                }
            },
            (None, None) => None,
        };
        let username = match args.from.username.as_deref().map(|name| (name, name.strip_prefix("env:"))) {
            Some((_, Some(name))) => Some(read_secret(Source::Variable(name), context)?),
            Some((name, None)) => Some(name.to_owned()),
            None => None,
        };
        if [&username, &password].into_iter().flatten().any(String::is_empty) {
            return Err(Failure::usage("use the credentials: the user name or the credential is empty"));
        }
        if secret.as_ref().is_some_and(String::is_empty) {
            return Err(Failure::usage("use the shared secret: it is empty"));
        }
        let (username, password) = match (username, password, &secret) {
            (Some(username), Some(password), _) => (Some(username), Some(password)),
            (name, None, Some(secret)) => {
                let name = name.unwrap_or_else(|| args.from.rest_user.clone());
                let expiry = clock::unix_time() + args.from.ttl;
                let username = format!("{expiry}{}{name}", args.from.separator);
                let password = mint(args.from.hash.into(), secret, &username);
                (Some(username), Some(password))
            }
            (None, None, None) => (None, None),
            (Some(_), None, None) => {
                return Err(Failure::usage("use `--username` without a credential")
                    .hint("add `--credential-file FILE`, `--credential env:NAME` or `--secret-file FILE`"));
            }
            (None, Some(_), _) => {
                return Err(Failure::usage("use a credential without `--username`").hint("add `--username NAME`"));
            }
        };
        let realm = args.from.realm.clone();
        let own = username.zip(password).map(|(username, password)| Credentials {
            username,
            password: Secret::new(password),
            realm: realm.clone(),
        });
        Ok(Self { own, secret, realm })
    }

    /// The credentials for a TURN server: those of its entry in the list, else those of the options.
    pub(super) fn choose(&self, server: &IceServer) -> Option<Credentials> {
        match (&server.username, &server.credential) {
            (Some(username), Some(password)) => {
                Some(Credentials { username: username.clone(), password: password.clone(), realm: self.realm.clone() })
            }
            (None, None) => self.own.clone(),
            _ => None,
        }
    }

    /// That a TURN server has none from either: browsers refuse it too.
    pub(super) fn missing(&self, server: &IceServer) -> Option<ServersError> {
        let completed = self.own.is_some() && server.username.is_none() && server.credential.is_none();
        if completed { None } else { ServersError::credential_missing(server) }
    }

    /// What `credentials` say about themselves, beside the secret if there is one.
    pub(super) fn examine(&self, credentials: &Credentials) -> Examination {
        examine(&credentials.username, credentials.password.expose(), self.secret.as_deref())
    }
}
