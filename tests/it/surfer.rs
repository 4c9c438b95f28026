//! Somebody in a browser who goes from our pages to another site and back: keeps the cookies of each, follows redirects and
//! pages that lead on by themselves, and fills in whatever form she is shown.

use crate::world::http;
use reqwest::{Method, StatusCode, Url};
use std::collections::BTreeMap;

/// See the module.
pub struct Surfer {
    http: reqwest::Client,
    /// By origin: name and value.
    pub cookies: BTreeMap<String, BTreeMap<String, String>>,
    /// Where she is.
    pub url: Url,
    /// What she sees.
    pub text: String,
    pub status: StatusCode,
    /// Addresses she went through, the one she is at included.
    pub trail: Vec<Url>,
    /// Where what she sees leads by itself.
    pub next: Option<Url>,
}

fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The value of an attribute.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#x3D;", "=")
}

impl Surfer {
    /// Nowhere yet; paths are those of this server.
    pub fn new(address: std::net::SocketAddr) -> Self {
        let http = http().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let url = Url::parse(&format!("http://{address}/")).expect("an address");
        let (text, status) = (String::new(), StatusCode::OK);
        Self { http, cookies: BTreeMap::new(), url, text, status, trail: Vec::new(), next: None }
    }

    /// Goes to a path or an address, and as far as it leads.
    pub async fn go(&mut self, to: &str) -> &mut Self {
        let url = self.url.join(to).expect("an address");
        self.trail.clear();
        self.send(Method::GET, url, None).await;
        self.follow(|_| false).await
    }

    async fn send(&mut self, method: Method, url: Url, body: Option<String>) {
        let mut request = self.http.request(method, url.clone()).header("user-agent", "Essai/1.0");
        if let Some(jar) = self.cookies.get(&site(&url)) {
            let line: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", line.join("; "));
        }
        if let Some(body) = body {
            let origin = self.url.origin().ascii_serialization();
            request = request.header("origin", origin).header("content-type", "application/x-www-form-urlencoded");
            request = request.body(body);
        }
        let response = request.send().await.expect("an answer");
        for line in response.headers().get_all("set-cookie") {
            let line = line.to_str().expect("text");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            let jar = self.cookies.entry(site(&url)).or_default();
            if value.is_empty() {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        self.status = response.status();
        let location = response.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
        self.text = response.text().await.expect("a body");
        let refresh = self.text.split_once("http-equiv=\"refresh\" content=\"0; url=");
        let refresh = refresh.and_then(|(_, rest)| Some(unescaped(rest.split_once('"')?.0)));
        let next = location.filter(|_| self.status.is_redirection()).or(refresh);
        let next = next.map(|to| url.join(&to).expect("an address"));
        self.trail.push(url.clone());
        self.url = url;
        self.next = next;
    }

    /// Goes where the answers lead, until they lead nowhere or to a place where she stops.
    pub async fn follow(&mut self, stop: impl Fn(&Url) -> bool) -> &mut Self {
        for _ in 0..20 {
            match self.next.clone() {
                Some(url) if !stop(&url) => self.send(Method::GET, url, None).await,
                _ => return self,
            }
        }
        panic!("it leads round in circles: {:?}", self.trail);
    }

    /// Fills in the form in which `mark` stands, and goes where it leads.
    pub async fn fill(&mut self, mark: &str, fields: &[(&str, &str)]) -> &mut Self {
        self.fill_until(mark, fields, |_| false).await
    }

    /// The same, but stops before such an address.
    pub async fn fill_until(&mut self, mark: &str, fields: &[(&str, &str)], stop: impl Fn(&Url) -> bool) -> &mut Self {
        let mut forms =
            self.text.split("<form").skip(1).filter_map(|rest| rest.split_once("</form>")).map(|(form, _)| form);
        let form = forms.find(|form| form.contains(mark));
        let form = form.unwrap_or_else(|| panic!("no form with {mark:?} at {}: {}", self.url, self.text)).to_owned();
        let button = form.split("<button").find(|tag| tag.contains(mark) && tag.contains("formaction="));
        let action = button.and_then(|tag| attribute(tag, "formaction")).or_else(|| attribute(&form, "action"));
        let url = self.url.join(&unescaped(action.expect("an action"))).expect("an address");
        let mut body = form_urlencoded::Serializer::new(String::new());
        for tag in form.split("<input").skip(1).filter(|tag| tag.contains("type=\"hidden\"")) {
            let value = attribute(tag, "value").unwrap_or_default();
            body.append_pair(attribute(tag, "name").expect("a name"), &unescaped(value));
        }
        body.extend_pairs(fields);
        self.trail.clear();
        self.send(Method::POST, url, Some(body.finish())).await;
        self.follow(stop).await
    }

    /// Whether our own pages know her.
    pub async fn is_in(&mut self, address: std::net::SocketAddr) -> bool {
        self.go(&format!("http://{address}/api/v1/me")).await.status == StatusCode::OK
    }
}
